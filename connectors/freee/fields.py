"""The fields of freee's records, by freee's published contracts (accounting, 請求書).

Invariant: what the contracts list is here; `tests/connectors/test_freee_contract.py` compares.
"""

from __future__ import annotations

_TERM = ("cutoff_day", "additional_months", "fixed_day")

PARTNER = (
    *("id", "code", "company_id", "name", "update_date", "available", "shortcut1", "shortcut2", "org_code"),
    *("country_code", "long_name", "name_kana", "default_title", "phone", "contact_name", "email"),
    *("payer_walletable_id", "transfer_fee_handling_side", "qualified_invoice_issuer", "invoice_registration_number"),
    *(f"address_attributes.{name}" for name in ("zipcode", "prefecture_code", "street_name1", "street_name2")),
    "partner_doc_setting_attributes.sending_method",
    *(f"partner_bank_account_attributes.bank_{name}" for name in ("name", "name_kana", "code")),
    *(f"partner_bank_account_attributes.branch_{name}" for name in ("name", "kana", "code")),
    *(f"partner_bank_account_attributes.account_{name}" for name in ("type", "number", "name")),
    "partner_bank_account_attributes.long_account_name",
    *(f"payment_term_attributes.{name}" for name in _TERM),
    *(f"invoice_payment_term_attributes.{name}" for name in _TERM),
)

INVOICE = (
    *("id", "company_id", "invoice_number", "subject", "template_id", "memo", "issue_date", "billing_date"),
    *("payment_date", "payment_type", "payment_status", "cancel_status", "sending_status", "deal_status", "deal_id"),
    *("partner_id", "partner_code", "partner_name", "partner_display_name", "company_contact_name"),
    *("total_amount", "amount_including_tax", "amount_excluding_tax", "amount_tax", "amount_withholding_tax"),
    *("amount_brought_forward", "report_url", "sales_management_origin"),
    *("email_url_file_downloaded_status", "email_url_file_downloaded_at"),
)

_LINE = (
    *("id", "account_item_id", "item_id", "section_id", "tag_ids.*", "amount", "vat", "tax_code", "description"),
    *("entry_side", "partner_id", "partner_code", "segment_1_tag_id", "segment_2_tag_id", "segment_3_tag_id"),
)

DEAL = (
    *("id", "company_id", "issue_date", "due_date", "amount", "due_amount", "type", "partner_id", "partner_code"),
    *("ref_number", "status", "deal_origin_name", "receipts.**", "renews.**"),
    *(f"details.*.{name}" for name in _LINE),
    *(f"details.*.{name}" for name in ("account_item_code", "item_code", "section_code")),
    *(f"details.*.segment_{number}_tag_code" for number in (1, 2, 3)),
    *(f"accruals.*.{name}" for name in _LINE),
    *(f"payments.*.{name}" for name in ("id", "date", "amount", "from_walletable_type", "from_walletable_id")),
)
