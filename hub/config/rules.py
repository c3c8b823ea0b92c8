"""The survivorship rules that the configuration asks for, in the form that merging reads."""

from __future__ import annotations

from hub.config.settings import Settings
from hub.config.survivorship import RuleSettings
from hub.merging.build import build_rules
from hub.merging.rules import EntityRules, Rule
from hub.model import CanonicalSchema


def rules_of(settings: Settings, schema: CanonicalSchema) -> dict[str, EntityRules]:
    """The rules of all entities; what the file does not name has the default rule, consent and lists their own."""
    survivorship = settings.survivorship

    def chosen(entity: str, unit: str) -> Rule | None:
        rules = survivorship.entities.get(entity)
        found = (rules.groups.get(unit) or rules.fields.get(unit)) if rules else None
        return _rule(found, settings) if found else None

    return build_rules(schema, chosen, _rule(survivorship.default, settings))


def _rule(rule: RuleSettings, settings: Settings) -> Rule:
    return Rule(
        strategy=rule.strategy,
        order=rule.order,
        trust={name: connection.trust for name, connection in settings.connections.items()},
        half_life_days=rule.half_life_days,
        review=(rule.conflict or settings.conflicts.default) == "review",
    )
