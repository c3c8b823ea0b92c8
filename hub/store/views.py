"""Read-only SQL views with one column a field, for anyone's BI tool or spreadsheet: companies, people, invoices and
so on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from hub.model.schema import CanonicalSchema
from hub.model.spec import FieldSpec
from hub.store.transaction import Transaction
from hub.store.view_figures import JAPAN, figures_sql

NAMES = {
    "company": "companies",
    "person": "people",
    "employment": "employments",
    "deal": "deals",
    "contract": "contracts",
    "quote": "quotes",
    "invoice": "invoices",
    "payment": "payments",
    "purchase": "purchases",
    "activity": "activities",
    "consent": "consents",
}
# Whose a bill is, as the hub has found or a person has said, whatever the bill itself refers to.
_BILLS = ("invoice", "payment")
# Apart from the fields, because they are added up for each row that is read, also where none of them is asked for.
FIGURES_OF = {"company": "company_figures", "person": "person_figures"}
_CUSTOMER = (
    "(SELECT coalesce(c.golden_id, b.customer_id) FROM bill_link b LEFT JOIN crosswalk c ON c.source_id = b.anchor_id "
    "WHERE b.bill_id = golden.id AND b.verdict = 'linked') AS customer_id"
)
_KINDS = (True, False)
_SQL_TYPES = {"money": "NUMERIC", "integer": "INTEGER"}


def create_views(tx: Transaction, schema: CanonicalSchema, zone: str = JAPAN) -> None:
    """Make every view anew; `zone` says on which day a sale was, and which day it is."""
    is_sqlite = tx.is_sqlite
    for entity, name in NAMES.items():
        tx.run(f"DROP VIEW IF EXISTS {name}")
        tx.run(view_sql(entity, name, schema.fields(entity), is_sqlite=is_sqlite))
    for entity, name in FIGURES_OF.items():
        tx.run(f"DROP VIEW IF EXISTS {name}")
        tx.run(_figures_view(entity, name, zone, is_sqlite=is_sqlite))


def views_digest(schema: CanonicalSchema, zone: str = JAPAN) -> str:
    """Changes whenever a view would."""
    views = [
        *(
            view_sql(entity, name, schema.fields(entity), is_sqlite=kind)
            for entity, name in NAMES.items()
            for kind in _KINDS
        ),
        *(_figures_view(entity, name, zone, is_sqlite=kind) for entity, name in FIGURES_OF.items() for kind in _KINDS),
    ]
    text = "".join(views)
    return hashlib.sha256(text.encode()).hexdigest()


def view_sql(entity: str, name: str, fields: Mapping[str, FieldSpec], *, is_sqlite: bool) -> str:
    """The statement that makes one view; lists are JSON text, money and integers are numbers, the rest is text."""
    columns = [_column(spec, is_sqlite=is_sqlite) for spec in fields.values()]
    linked = [_CUSTOMER] if entity in _BILLS else []
    return _view(entity, name, ["golden.id", "golden.version", "golden.changed_at", *linked, *columns])


def _figures_view(entity: str, name: str, zone: str, *, is_sqlite: bool) -> str:
    """The same of what each customer's purchases, invoices and payments add up to."""
    figures, joined = figures_sql(zone, is_sqlite=is_sqlite)
    return _view(entity, name, ["golden.id", *figures], joined)


def _view(entity: str, name: str, columns: Sequence[str], joined: str = "") -> str:
    listed = ",\n  ".join(columns)
    return (
        f"CREATE VIEW {name} AS SELECT\n  {listed}\nFROM golden {joined}\n"
        f"WHERE golden.entity = '{entity}' AND golden.redirect_to IS NULL"
    )


def _column(spec: FieldSpec, *, is_sqlite: bool) -> str:
    name = spec.name.replace('"', "")
    key, column = name.replace("'", "''"), name.replace("custom.", "custom_")
    value = f"json_extract(golden.doc, '$.\"{key}\"')" if is_sqlite else f"golden.doc ->> '{key}'"
    if spec.ref_entity is not None:
        return f'CAST(substr({value}, {len(spec.ref_entity) + 2}) AS {_integer(is_sqlite=is_sqlite)}) AS "{column}_id"'
    if spec.kind in _SQL_TYPES and not spec.is_list:
        return f'CAST({value} AS {_SQL_TYPES[spec.kind]}) AS "{column}"'
    return f'{value} AS "{column}"'


def _integer(*, is_sqlite: bool) -> str:
    return "INTEGER" if is_sqlite else "BIGINT"
