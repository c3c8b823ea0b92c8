"""What freee refuses: the rules of the twin's partners, in the vendor's shapes and with words of our own.

Invariant: a refusal changes nothing in the books.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hub.sdk.twin import refusal
from hub.sdk.twin.exchange import RefusedError

JsonObject = dict[str, Any]

TEXT_MAX = 255
TEXTS = (
    "name", "shortcut1", "shortcut2", "long_name", "name_kana", "default_title", "phone", "contact_name", "email",
)  # fmt: skip
MAY_BE_NULL = frozenset(
    {"org_code", "payer_walletable_id", "invoice_registration_number", "payment_term_attributes",
     "invoice_payment_term_attributes"}
)  # fmt: skip
OBJECTS = (
    "address_attributes", "partner_doc_setting_attributes", "partner_bank_account_attributes",
    "payment_term_attributes", "invoice_payment_term_attributes",
)  # fmt: skip
WRITABLE = frozenset(
    {*TEXTS, *OBJECTS, *MAY_BE_NULL, "available", "code", "country_code", "qualified_invoice_issuer",
     "transfer_fee_handling_side"}
)  # fmt: skip
REGISTRATION_NUMBER = re.compile(r"T?[1-9][0-9]{12}")
TITLES = ("御中", "様", "", "(空白)")


def refused(status: int, *messages: str) -> RefusedError:
    """freee's answer to a request that it does not carry out; to be raised."""
    return refusal(status, error_body(status, *messages))


def error_body(status: int, *messages: str) -> JsonObject:
    """An error as the accounting API words it."""
    general = {400: "不正なリクエストです。", 404: "リソースが見つかりません。"}.get(status, "エラーが発生しました。")
    errors = [{"type": "status", "messages": [general]}]
    if messages:
        errors.append({"type": "validation", "messages": list(messages)})
    return {"status_code": status, "errors": errors}


def check_partner(fields: Mapping[str, Any]) -> None:
    """Refuse fields that the contract does not allow; unknown ones are ignored, as freee does."""
    problems = [problem for name, value in fields.items() for problem in _problems(name, value)]
    if problems:
        raise refused(400, *problems)


def _problems(name: str, value: object) -> list[str]:
    if name not in WRITABLE or (value is None and name in MAY_BE_NULL):
        return []
    if name in OBJECTS:
        return _object_problems(name, value)
    if name in TEXTS:
        return _text_problems(name, value)
    return [] if _CHOICES.get(name, lambda _: True)(value) else [f"{name} の値が正しくありません。"]


def _text_problems(name: str, value: object) -> list[str]:
    if not isinstance(value, str):
        return [f"{name} は文字列で指定してください。"]
    if len(value) > TEXT_MAX:
        return [f"{name} は{TEXT_MAX}文字以内で入力してください。"]
    if name == "name" and not value.strip():
        return ["取引先名 を入力してください。"]
    if name == "default_title" and value not in TITLES:
        return ["default_title は 御中、様、(空白) から選択してください。"]
    return []


def _object_problems(name: str, value: object) -> list[str]:
    if not isinstance(value, Mapping):
        return [f"{name} の形式が正しくありません。"]
    if name != "address_attributes":
        return []
    problems = [
        f"address_attributes.{part} は{longest}文字以内の文字列で指定してください。"
        for part, longest in (("zipcode", 8), ("street_name1", TEXT_MAX), ("street_name2", TEXT_MAX))
        if part in value and not (isinstance(value[part], str) and len(value[part]) <= longest)
    ]
    code = value.get("prefecture_code", -1)
    if not isinstance(code, int) or not -1 <= code <= 46:
        problems.append("address_attributes.prefecture_code は -1 から 46 で指定してください。")
    return problems


_CHOICES = {
    "available": lambda value: isinstance(value, bool),
    "qualified_invoice_issuer": lambda value: isinstance(value, bool),
    "country_code": lambda value: value in ("JP", "ZZ"),
    "transfer_fee_handling_side": lambda value: value in ("payer", "payee"),
    "org_code": lambda value: value in (1, 2),
    "invoice_registration_number": lambda value: (
        isinstance(value, str) and REGISTRATION_NUMBER.fullmatch(value) is not None
    ),
}
