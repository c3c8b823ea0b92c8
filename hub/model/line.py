"""One line of a quote or an invoice; amounts are in the document's currency."""

from __future__ import annotations

from typing import Annotated

from hub.model.fields import Field, Noun
from hub.model.values import Amount, Text


class Line(Noun):
    """What was offered or sold, how much of it, and for how much. `tax_rate` is in percent."""

    code: Annotated[Text, Field("商品コード", "Product code", "code")] = None
    name: Annotated[Text, Field("品名", "Description", personal=True)] = None
    quantity: Annotated[Amount, Field("数量", "Quantity", "number")] = None
    unit: Annotated[Text, Field("単位", "Unit")] = None
    price: Annotated[Amount, Field("単価", "Unit price", "money")] = None
    amount: Annotated[Amount, Field("金額", "Amount", "money")] = None
    tax_rate: Annotated[Amount, Field("税率", "Tax rate", "number")] = None
    tax: Annotated[Amount, Field("税額", "Tax", "money")] = None
