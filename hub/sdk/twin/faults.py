"""What goes wrong between a connector and its system, as data: each fault befalls the next requests that it fits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hub.sdk.twin.exchange import TwinRequest, TwinResponse


@dataclass(frozen=True)
class Fault:
    """One kind of mishap for `times` requests of `method` and under `path` (None: of any).

    `answer` takes the place of the twin's own, and nothing is processed. `is_dropped` processes the request and gives
    no answer; `cut_at` processes it and lets only so many bytes of the body arrive, though all of them were promised.
    """

    times: int = 1
    method: str | None = None
    path: str | None = None
    answer: TwinResponse | None = None
    is_dropped: bool = False
    cut_at: int | None = None

    def fits(self, request: TwinRequest) -> bool:
        """Whether it befalls this request."""
        return self.method in (None, request.method) and request.path.startswith(self.path or "")


@dataclass
class Faults:
    """The faults that wait, first come first served."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Let it befall the next requests that it fits."""
        self.waiting.append(fault)

    def next_for(self, request: TwinRequest) -> Fault | None:
        """The fault that befalls this request, taken off the list when its times are over."""
        for place, fault in enumerate(self.waiting):
            if fault.fits(request):
                rest = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                self.waiting[place : place + 1] = rest
                return fault
        return None
