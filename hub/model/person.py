"""A person (a company's contact or a consumer), the posts they hold, and what they have agreed to."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from hub.model.address import Addressed
from hub.model.fields import Choice, Field, Noun
from hub.model.values import Day, Flag, Moment, Text, Texts, Whole

Sex = Literal["male", "female", "other", "unknown"] | None
Channel = Literal["email", "phone", "mail", "fax", "sns", "visit"] | None
ConsentState = Literal["opt_in", "opt_out", "unknown"] | None

_SEXES = (
    Choice("male", "男性", "Male"),
    Choice("female", "女性", "Female"),
    Choice("other", "その他", "Other"),
    Choice("unknown", "不明", "Unknown"),
)
_CHANNELS = (
    Choice("email", "メール", "E-mail"),
    Choice("phone", "電話", "Phone"),
    Choice("mail", "郵便", "Post"),
    Choice("fax", "FAX", "Fax"),
    Choice("sns", "SNS", "SNS"),
    Choice("visit", "訪問", "Visit"),
)
_CONSENT_STATES = (
    Choice("opt_in", "同意", "Opted in"),
    Choice("opt_out", "拒否", "Opted out"),
    Choice("unknown", "不明", "Unknown"),
)


class PersonIdentity(Noun):
    """Who the person is. A full name and its two halves survive together, and so do their readings."""

    code: Annotated[Text, Field("個人コード", "Person code", "code")] = None
    name: Annotated[Text, Field("氏名", "Full name", "person_name", "person_name", personal=True)] = None
    family_name: Annotated[Text, Field("姓", "Family name", "person_name", "person_name", personal=True)] = None
    given_name: Annotated[Text, Field("名", "Given name", "person_name", "person_name", personal=True)] = None
    kana: Annotated[Text, Field("氏名カナ", "Full name (kana)", "kana", "person_kana", personal=True)] = None
    family_kana: Annotated[Text, Field("セイ", "Family name (kana)", "kana", "person_kana", personal=True)] = None
    given_kana: Annotated[Text, Field("メイ", "Given name (kana)", "kana", "person_kana", personal=True)] = None
    sex: Annotated[Sex, Field("性別", "Sex", "choice", personal=True, choices=_SEXES)] = None
    birthday: Annotated[Day, Field("生年月日", "Birthday", "date", personal=True)] = None
    photo: Annotated[Text, Field("写真", "Photo", personal=True)] = None
    occupation: Annotated[Text, Field("職業", "Occupation", personal=True)] = None


class PersonContact(Addressed):
    """Where the person is reached, and by which ways they may be."""

    email: Annotated[Text, Field("メールアドレス", "E-mail", "email", personal=True)] = None
    other_emails: Annotated[Texts, Field("その他のメールアドレス", "Other e-mails", "text_list", personal=True)] = None
    phone: Annotated[Text, Field("電話番号", "Phone", "phone", personal=True)] = None
    mobile: Annotated[Text, Field("携帯電話番号", "Mobile", "phone", personal=True)] = None
    other_phones: Annotated[Texts, Field("その他の電話番号", "Other phones", "text_list", personal=True)] = None
    fax: Annotated[Text, Field("FAX番号", "Fax", "phone", personal=True)] = None
    sns: Annotated[Texts, Field("SNSアカウント", "SNS accounts", "text_list", personal=True)] = None
    preferred_contact: Annotated[
        Channel, Field("希望する連絡方法", "Preferred way of contact", "choice", personal=True, choices=_CHANNELS)
    ] = None
    contact_email: Annotated[Flag, Field("メール連絡可", "May be e-mailed", "boolean", consent=True)] = None
    contact_phone: Annotated[Flag, Field("電話連絡可", "May be phoned", "boolean", consent=True)] = None
    contact_mail: Annotated[Flag, Field("郵送可", "May be written to", "boolean", consent=True)] = None
    contact_fax: Annotated[Flag, Field("FAX連絡可", "May be faxed", "boolean", consent=True)] = None
    contact_sns: Annotated[Flag, Field("SNS連絡可", "May be contacted by SNS", "boolean", consent=True)] = None


class PersonProfile(Noun):
    """What is known of the person as a customer."""

    key_person: Annotated[Flag, Field("キーパーソン", "Key person", "boolean")] = None
    household_size: Annotated[Whole, Field("家族人数", "Household size", "integer", personal=True)] = None
    hobbies: Annotated[Texts, Field("趣味・関心", "Hobbies and interests", "text_list", personal=True)] = None
    lifestyle: Annotated[Text, Field("生活スタイル（朝型・夜型）", "Lifestyle (morning/night)", personal=True)] = None
    member_since: Annotated[Day, Field("会員登録日", "Member since", "date")] = None
    newsletter: Annotated[Flag, Field("メールマガジン", "Newsletter", "boolean", consent=True)] = None
    satisfaction: Annotated[Text, Field("満足度", "Satisfaction")] = None
    card_exchanged_on: Annotated[Day, Field("名刺交換日", "Card exchanged on", "date")] = None
    owner: Annotated[Text, Field("自社担当者", "Owner at our side", "person_name", personal=True)] = None
    rank: Annotated[Text, Field("顧客ランク", "Rank")] = None
    notes: Annotated[Text, Field("備考", "Notes", personal=True)] = None
    tags: Annotated[Texts, Field("タグ", "Tags", "text_list")] = None


class Person(PersonProfile, PersonContact, PersonIdentity):
    """A human being; where they work is told by employments."""

    entity: ClassVar[str] = "person"
    label_ja: ClassVar[str] = "個人"
    label_en: ClassVar[str] = "Person"


class Employment(Noun):
    """A post that a person holds or held at a company; several at once are usual (兼務)."""

    entity: ClassVar[str] = "employment"
    label_ja: ClassVar[str] = "所属"
    label_en: ClassVar[str] = "Employment"

    person: Annotated[Text, Field("個人", "Person", "ref", ref="person")] = None
    company: Annotated[Text, Field("会社", "Company", "ref", ref="company")] = None
    department: Annotated[Text, Field("部署", "Department", group="post")] = None
    title: Annotated[Text, Field("役職", "Title", group="post")] = None
    started_on: Annotated[Day, Field("就任日", "Started on", "date")] = None
    ended_on: Annotated[Day, Field("退任日", "Ended on", "date")] = None
    is_primary: Annotated[Flag, Field("主たる所属", "Primary post", "boolean")] = None


class Consent(Noun):
    """What a person allowed or forbade by one channel, since when, and what proves it."""

    entity: ClassVar[str] = "consent"
    label_ja: ClassVar[str] = "同意"
    label_en: ClassVar[str] = "Consent"

    person: Annotated[Text, Field("個人", "Person", "ref", ref="person")] = None
    channel: Annotated[Channel, Field("連絡手段", "Channel", "choice", choices=_CHANNELS)] = None
    state: Annotated[ConsentState, Field("同意状態", "State", "choice", consent=True, choices=_CONSENT_STATES)] = None
    at: Annotated[Moment, Field("取得日時", "At", "datetime")] = None
    proof: Annotated[Text, Field("証跡", "Proof", personal=True)] = None
