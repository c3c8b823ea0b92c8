"""The shipped definitions: when two records of Japanese customer data are the same company or the same person."""

from __future__ import annotations

from hub.matching.company_definition import COMPANY
from hub.matching.person_definition import PERSON

DEFINITIONS = {definition.entity: definition for definition in (COMPANY, PERSON)}
