"""The hospitals, schools and homes that a foundation runs, told from its own name: 医療法人社団山田会 山田病院.

Invariant: nothing of a name is lost, and one that tells of no facility comes back as it is.
"""

from __future__ import annotations

from hub.normalize.late import late

WITH_FACILITIES = frozenset({"医療法人", "社会福祉法人", "学校法人"})
_KINDS = (
    "病院|医院|クリニック|診療所|センター|歯科|[内外眼膚鼻喉児人器経神容]科|薬局|苑|園|ホーム|荘|の里|大学|高等学校|高校|学校"
    "|保育所|作業所|整骨院"
)
_OF_FOUNDATION = late(f"^(.{{1,12}}?(?:会|学園|学院|事業団)) ?(.+(?:{_KINDS}))$")
_FACILITY = late(f".*(?:{_KINDS})|(?:保育園|特別養護老人ホーム).+")


def without_facility(bare: str, branch: str) -> tuple[str, str]:
    """A foundation's name without that of what it runs, which is its branch."""
    found = _OF_FOUNDATION.match(bare)
    return (found[1], f"{found[2]}{branch}") if found else (bare, branch)


def is_facility(form: str, branch: str) -> bool:
    """Whether what stands behind the name of an organisation of such a form is what it runs, and no branch of it."""
    return form in WITH_FACILITIES and _FACILITY.fullmatch(branch) is not None
