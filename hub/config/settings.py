"""The format of `config.yaml`, as frozen models: every key, its type, its default and what it is for.

Whether names that it uses exist elsewhere (mappings, fields, secrets) is `load`'s question.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, WithJsonSchema, field_validator
from pydantic_core import PydanticCustomError

from hub.config.console import ConsoleSettings
from hub.config.notices import NoticesSettings
from hub.config.survivorship import Conflicts, Section, Survivorship
from hub.config.timing import When
from hub.config.words import Duration, Name, Quiet, known_zone, outside
from hub.located import Table
from hub.model import CustomField
from hub.sdk.links import checked_link


def _table(value: Any) -> Any:
    # A dict type would copy the table, and lose the places that the connector's own errors need.
    if isinstance(value, dict):
        return value
    raise PydanticCustomError("dict_type", "must be a table of keys")


Version = Annotated[Literal["1"], WithJsonSchema({"enum": [1, "1"]})]
Free = Annotated[Any, AfterValidator(_table), WithJsonSchema({"type": "object"})]


class StoreSettings(Section):
    """Where the hub keeps what it knows."""

    url: str = Field(
        default="sqlite:///hub.db",
        description="データベース。sqlite:///hub.db か postgresql://… / The database: sqlite:///file or postgresql://…",
    )

    key: str | None = Field(
        default=None,
        description="保存する秘密を暗号化する鍵 / The key that stored secrets are encrypted with; ${file:…}",
    )
    old_keys: list[str] = Field(default=[], description="前の鍵。読むだけ / Keys of before, to read with only")

    @field_validator("key", "old_keys")
    @classmethod
    def _is_elsewhere(cls, given: Any) -> Any:
        for text in given if isinstance(given, list) else [given or "${"]:
            outside(text)
        return given

    @field_validator("url")
    @classmethod
    def _is_known(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://", "${")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url


class PushSettings(Section):
    """What the hub may write to a stream; nothing unless said."""

    create: bool = Field(default=False, description="ない顧客を新しく作る / Create customers it does not have")
    update: bool = Field(default=False, description="違う項目を書き換える / Change fields that differ")
    delete: Literal["ignore", "archive", "delete"] = Field(
        default="ignore", description="消えた顧客をどうするか / What to do where a customer is gone"
    )

    def operations(self) -> dict[str, str]:
        """What a connector has to be able to do, by the key that wants it."""
        flags = {key: key for key, wanted in (("create", self.create), ("update", self.update)) if wanted}
        return flags if self.delete == "ignore" else {**flags, "delete": self.delete}


class StreamSettings(Section):
    """One kind of record of a connection."""

    mapping: str | None = Field(
        default=None,
        description="対応表のファイル。なければ内蔵のもの / The mapping file; the built-in one if left out",
    )
    pull: bool = Field(default=True, description="読む / Read it")
    push: PushSettings = Field(default=PushSettings(), description="書く / What may be written")
    link: Annotated[str, AfterValidator(checked_link)] = Field(
        default="",
        description="記録の画面の URL。{id} が番号 / The page of a record in the system; {id} is its id",
    )


class ScheduleSettings(Section):
    """When `hub run` keeps a connection in step."""

    pull: When | None = Field(default=None, description="読む時 / When to read: 'every 15m' or cron")
    push: When | None = Field(default=None, description="書く時 / When to write: 'every 15m' or cron")
    jitter_s: float = Field(default=0, ge=0, description="ずらす秒数の上限 / At most so many seconds later, at random")
    quiet_hours: Quiet | None = Field(default=None, description="止めておく時間帯 / Hours in which nothing starts")
    catch_up: Literal["once", "skip"] = Field(
        default="once",
        description="止まっていた間の分を一度だけ行うか / After downtime: run once, or wait for the next time",
    )


class ConnectionSettings(Section):
    """One account of one product."""

    connector: str = Field(description="製品 / The product, by its connector's name")
    settings: Free = Field(default_factory=dict, description="その製品の設定 / What the connector itself needs")
    streams: dict[Name, StreamSettings] = Field(min_length=1, description="読み書きするもの / What is read and written")
    schedule: ScheduleSettings = Field(default=ScheduleSettings(), description="いつ / When")
    enabled: bool = Field(default=True, description="使う / Whether it takes part")
    trust: float = Field(default=0.5, ge=0, le=1, description="most_trusted での信頼 0〜1 / Trust for most_trusted")

    @field_validator("settings", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        if value is None:
            return {}
        return value


class MatchRuleSettings(Section):
    """What `hub match rules apply` decides where the evidence about a pair is just this."""

    entity: Literal["company", "person"] = Field(description="会社か人か / Companies or persons")
    decide: Literal["same", "different"] = Field(description="同じか別か / The same, or different")
    evidence: list[str] = Field(min_length=1, description="証拠。これで全部 / The evidence, all of it")
    note: str = Field(default="", description="覚え書き / A note")


class MatchingSettings(Section):
    """How records are found to be the same customer."""

    evidence: bool = Field(
        default=False,
        description="名前・所在地・電話などの証拠を量る / Weigh names, places and numbers, not only keys in common",
    )
    weights: str | None = Field(
        default=None,
        description="`hub match train` が書いた重み。なければ出荷時のもの / Weights that `hub match train` wrote",
    )
    rules: list[MatchRuleSettings] = Field(
        default=[], description="`hub match rules apply` が使う規則 / What `hub match rules apply` decides by"
    )
    shared_by_max: int = Field(
        default=200,
        ge=2,
        description="これより多くの記録が共有する値は証拠にしない / A fact that more records share proves nothing",
    )


class BrakeSettings(Section):
    """When a plan is too large to be meant: it is held where, with the hour before, it exceeds both."""

    max_changes: int = Field(default=500, ge=0, description="1時間に書く件数 / Writes to one stream within an hour")
    max_share: float = Field(default=0.3, ge=0, le=1, description="全体に対する割合 / Share of the stream's records")


class ConflictSettings(Section):
    """What happens where a write would overwrite what a person wrote elsewhere."""

    default: Conflicts = Field(
        default="auto", description="自動で決めるか人が見るか / Decide by rule, or hold for review"
    )


class LogSettings(Section):
    """What the log says and how."""

    level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="細かさ / How much")
    format: Literal["auto", "text", "json"] = Field(
        default="auto", description="端末では文、ほかではJSON / auto: words on a terminal, JSON lines elsewhere"
    )
    personal_values: bool = Field(default=False, description="個人の値も出す / Show personal values too")


class AlarmSettings(Section):
    """When the hub calls for a person."""

    silence_after: Duration | None = Field(
        default=None, description="読めない間がこれより長ければ知らせる / Alarm where nothing was read for so long"
    )


class Settings(Section):
    """The whole of `config.yaml`."""

    hub: Version = Field(description="この書式の版 / The version of this format")
    language: Literal["ja", "en"] = Field(default="ja", description="画面の言葉 / The language of what is shown")
    time_zone: Annotated[str, AfterValidator(known_zone)] = Field(
        default="Asia/Tokyo", description="時刻の地域 / The zone of schedules and of naive times"
    )
    store: StoreSettings = Field(default=StoreSettings(), description="保存先 / Where the hub keeps what it knows")
    connections: dict[Name, ConnectionSettings] = Field(min_length=1, description="つなぐ先 / The systems")
    survivorship: Survivorship = Field(default=Survivorship(), description="正しい値の決め方 / How values are decided")
    matching: MatchingSettings = Field(default=MatchingSettings(), description="名寄せ / How customers are recognized")
    brake: BrakeSettings = Field(default=BrakeSettings(), description="大量変更の歯止め / The mass-change brake")
    conflicts: ConflictSettings = Field(default=ConflictSettings(), description="競合 / Conflicts")
    custom: dict[str, dict[Name, CustomField]] = Field(default={}, description="自社の項目 / Fields of your own")
    log: LogSettings = Field(default=LogSettings(), description="記録 / The log")
    console: ConsoleSettings = Field(default=ConsoleSettings(), description="コンソール / The console")
    alarm: AlarmSettings = Field(default=AlarmSettings(), description="警報 / Alarms")
    notices: NoticesSettings = Field(default=NoticesSettings(), description="お知らせ / Notices to people")


def json_schema() -> dict[str, Any]:
    """The format for editors (`hub schema`): completion, hover text and red lines while typing."""
    schema = Settings.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "customer-hub config.yaml"}


def table_of(settings: ConnectionSettings) -> Table | dict[str, Any]:
    """The connector's own settings as they were written, places included."""
    written: Table | dict[str, Any] = settings.settings
    return written
