"""How HubSpot says no: the error of a whole request and the error of one row of a batch."""

from __future__ import annotations

from typing import Any

_CATEGORIES = {
    400: "VALIDATION_ERROR",
    401: "INVALID_AUTHENTICATION",
    403: "MISSING_SCOPES",
    404: "OBJECT_NOT_FOUND",
    409: "CONFLICT",
    429: "RATE_LIMITS",
}


class RefusedError(Exception):
    """A request, or one row of it, that is refused."""

    def __init__(
        self, status: int, message: str, context: dict[str, list[str]] | None = None, code: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.context = context or {}
        self.code = code

    @property
    def category(self) -> str:
        """HubSpot's word for this kind of refusal."""
        return _CATEGORIES.get(self.status, "VALIDATION_ERROR")

    def whole(self) -> dict[str, Any]:
        """The body where the whole request is refused."""
        body: dict[str, Any] = {
            "status": "error",
            "message": self.message,
            "correlationId": "00000000-0000-4000-8000-000000000000",
            "category": self.category,
        }
        if self.code is not None:
            body["errors"] = [self._detail()]
        return body

    def row(self, context: dict[str, list[str]]) -> dict[str, Any]:
        """One entry of the `errors` of a 207."""
        return {
            "status": "error",
            "category": self.category,
            "message": self.message,
            "context": {**self.context, **context},
            "links": {},
            "errors": [self._detail()] if self.code is not None else [],
        }

    def _detail(self) -> dict[str, Any]:
        return {"message": self.message, "code": self.code or self.category, "context": self.context}
