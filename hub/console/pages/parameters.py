"""What the pages' functions take: the visit, and numbers of addresses as the store can hold them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path

from hub.console.gate import admitted
from hub.console.visit import Visit

Admitted = Annotated[Visit, Depends(admitted)]
Number = Annotated[int, Path(ge=1, lt=2**63)]
