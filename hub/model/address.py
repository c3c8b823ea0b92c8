"""An address in its five parts; the main one stands in the fields of its owner, further ones in a list."""

from __future__ import annotations

from typing import Annotated

from hub.model.fields import Field, Noun
from hub.model.values import Text


class Address(Noun):
    """A further address of a company or person; `label` tells which (工場, 実家)."""

    label: Annotated[Text, Field("区分", "Label")] = None
    postal_code: Annotated[Text, Field("郵便番号", "Postal code", "postal_code", personal=True)] = None
    prefecture: Annotated[Text, Field("都道府県", "Prefecture", "prefecture")] = None
    city: Annotated[Text, Field("市区町村", "City", "street")] = None
    street: Annotated[Text, Field("町名・番地", "Street", "street", personal=True)] = None
    building: Annotated[Text, Field("建物名", "Building", "street", personal=True)] = None


class Addressed(Noun):
    """Whoever has a main address; its five parts survive together."""

    postal_code: Annotated[Text, Field("郵便番号", "Postal code", "postal_code", "address", personal=True)] = None
    prefecture: Annotated[Text, Field("都道府県", "Prefecture", "prefecture", "address")] = None
    city: Annotated[Text, Field("市区町村", "City", "street", "address")] = None
    street: Annotated[Text, Field("町名・番地", "Street", "street", "address", personal=True)] = None
    building: Annotated[Text, Field("建物名", "Building", "street", "address", personal=True)] = None
    other_addresses: Annotated[
        tuple[Address, ...] | None, Field("その他の住所", "Other addresses", "addresses", personal=True)
    ] = None
