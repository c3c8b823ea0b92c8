"""Sets or takes away a contact's primary company by the associations API, for the property itself is read-only.

A pair that is there already, or gone already, is no error, so sending one again is harmless. What people say of a pair
by labels of their own is never taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from connectors.hubspot.refusals import REFUSALS, Refusal, own_refusal
from connectors.hubspot.settings import HubSpotSettings
from connectors.hubspot.wishes import PRIMARY_COMPANY, Wish
from hub.sdk.errors import ConnectorError, OutcomeUnknownError
from hub.sdk.http import Http
from hub.sdk.records import PushResult
from hub.sdk.response import Response

_PRIMARY = ("HUBSPOT_DEFINED", 1)
_PLAIN = ("HUBSPOT_DEFINED", 279)
_NOT_LINKED = "the company was not set, anything else of this change was written: "

Held = tuple[Wish, str]
"""A wish with the id of the contact as it is now."""


class _Linked(msgspec.Struct, frozen=True, rename="camel"):
    from_object_id: int | str
    to_object_id: int | str

    @property
    def pair(self) -> tuple[str, str]:
        """Contact and company. HubSpot's contract has texts, its guides and the contracts before it have numbers."""
        return str(self.from_object_id), str(self.to_object_id)


class _LinkAnswer(msgspec.Struct, frozen=True):
    results: list[_Linked] = []
    errors: list[Refusal] = []


class _Type(msgspec.Struct, frozen=True, rename="camel"):
    """The number of a type is one's own only within its category."""

    type_id: int
    category: str = "HUBSPOT_DEFINED"


class _Company(msgspec.Struct, frozen=True, rename="camel"):
    to_object_id: int | str
    association_types: list[_Type]

    @property
    def types(self) -> set[tuple[str, int]]:
        """What the pair says, the labels that people made too."""
        return {(each.category, each.type_id) for each in self.association_types}


class _Contact(msgspec.Struct, frozen=True):
    id: str


class _Companies(msgspec.Struct, frozen=True, rename={"contact": "from"}):
    contact: _Contact
    to: list[_Company]


class _ReadAnswer(msgspec.Struct, frozen=True):
    results: list[_Companies] = []
    errors: list[Refusal] = []


class CompanyLinks:
    """The associations from contacts to companies."""

    def __init__(self, http: Http, settings: HubSpotSettings) -> None:
        self._http = http
        self._path = f"{settings.associations_path}/contacts/companies/batch"

    def write(self, held: Sequence[Held]) -> Iterator[PushResult]:
        """The last step of each of these wishes, one result for each."""
        yield from (wish.result("done", external_id=contact_id) for wish, contact_id in held if wish.company is None)
        for step, wanted in (
            (self._link, [each for each in held if each[0].company]),
            (self._unlink, [each for each in held if each[0].company == ""]),
        ):
            if not wanted:
                continue
            try:
                yield from step(wanted)
            except OutcomeUnknownError as unknown:
                yield from (wish.result("unknown", str(unknown), contact_id) for wish, contact_id in wanted)
            except ConnectorError as error:
                # Their properties are written already, and must not be taken for somebody's edit.
                yield from (wish.result("unknown", str(error), held) for wish, held in wanted if wish.properties)
                raise

    def _link(self, held: Sequence[Held]) -> list[PushResult]:
        inputs = [
            {"from": {"id": contact_id}, "to": {"id": wish.company}, "types": PRIMARY_COMPANY}
            for wish, contact_id in held
        ]
        answer = self._post("create", inputs)
        if answer.status in REFUSALS and len(held) > 1:
            middle = len(held) // 2
            return [*self._link(held[:middle]), *self._link(held[middle:])]
        told = _LinkAnswer(errors=[own_refusal(answer)]) if answer.status in REFUSALS else answer.json(_LinkAnswer)
        linked = {each.pair for each in told.results}
        return [_result(each, told.errors, is_linked=(each[1], each[0].company) in linked) for each in held]

    def _unlink(self, held: Sequence[Held]) -> list[PushResult]:
        answer = self._post("read", [{"id": contact_id} for _, contact_id in held], writes=False)
        refused = answer.status in REFUSALS
        told = _ReadAnswer(errors=[own_refusal(answer)]) if refused else answer.json(_ReadAnswer)
        # HubSpot says of a contact without companies that none was found.
        refusal = next((error for error in told.errors if not error.is_not_found), None)
        if refusal is None:
            refusal = self._take_apart([(each.contact.id, company) for each in told.results for company in each.to])
        if refusal is None:
            return [wish.result("done", external_id=contact_id) for wish, contact_id in held]
        return [wish.result("rejected", _NOT_LINKED + refusal.words, contact_id) for wish, contact_id in held]

    def _take_apart(self, pairs: Sequence[tuple[str, _Company]]) -> Refusal | None:
        """Why the primary pairs among these could not be taken apart. One that people have labelled loses no more than
        being the primary one: with the plain pair HubSpot would take their labels away.
        """
        primary = [(contact_id, company) for contact_id, company in pairs if _PRIMARY in company.types]
        labelled = [each for each in primary if each[1].types - {_PRIMARY, _PLAIN}]
        for action, inputs in (
            ("archive", [_pair(*each) for each in primary if each not in labelled]),
            ("labels/archive", [_primary_label(*each) for each in labelled]),
        ):
            answer = self._post(action, inputs) if inputs else None
            if answer is not None and answer.status in REFUSALS:
                return own_refusal(answer)
        return None

    def _post(self, action: str, inputs: Sequence[Mapping[str, object]], *, writes: bool = True) -> Response:
        return self._http.request(
            "POST", f"{self._path}/{action}", json={"inputs": inputs}, writes=writes, accept=REFUSALS
        )


def _pair(contact_id: str, company: _Company) -> dict[str, object]:
    return {"from": {"id": contact_id}, "to": [{"id": str(company.to_object_id)}]}


def _primary_label(contact_id: str, company: _Company) -> dict[str, object]:
    return {"from": {"id": contact_id}, "to": {"id": str(company.to_object_id)}, "types": PRIMARY_COMPANY}


def _result(held: Held, errors: Sequence[Refusal], *, is_linked: bool) -> PushResult:
    wish, contact_id = held
    if is_linked:
        return wish.result("done", external_id=contact_id)
    about = [error for error in errors if {contact_id, wish.company} & {*_flat(error)}]
    words = "; ".join(dict.fromkeys(error.words for error in about or errors)) or "HubSpot gave no reason"
    if wish.id and any(_is_gone(error, contact_id) for error in about):
        # Refused for good it would not be linked either once it is taken out of the bin.
        return wish.result("missing", words)
    return wish.result("rejected", _NOT_LINKED + words, contact_id)


def _is_gone(error: Refusal, contact_id: str) -> bool:
    """Whether an object is not found, and it is the contact."""
    return error.is_not_found and {*_flat(error)} == {contact_id}


def _flat(error: Refusal) -> Iterator[str]:
    for texts in error.context.values():
        yield from texts
