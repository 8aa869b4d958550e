"""What is wrong with a request, as RFC 9457 has it. In English, whatever the language of the records: it is for whoever writes the program."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

MEDIA_TYPE = "application/problem+json"


class Fault(BaseModel):
    parameter: str
    detail: str


class Problem(BaseModel):
    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] | None


class Wrong(Exception):
    """A parameter with a value that it cannot have: answered with 400."""

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(parameter, detail)
        self.fault = Fault(parameter=parameter, detail=detail)


class Missing(Exception):
    """There is no such record in public: answered with 404, or with 410 if there was."""

    def __init__(self, *, gone: bool = False) -> None:
        super().__init__(gone)
        self.gone = gone


def answer(status: int, detail: str, *faults: Fault) -> HttpResponse:
    problem = Problem(type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=detail, errors=list(faults) or None)
    headers = {"Content-Language": "en", "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(problem.model_dump_json(), status=status, content_type=MEDIA_TYPE, headers=headers)


def refuse(*faults: Fault) -> HttpResponse:
    return answer(400, "The request cannot be understood: see “errors”.", *faults)


# --- for ninja ------------------------------------------------------------------------------------------------------------
def on_wrong(request: HttpRequest, error: Any) -> HttpResponse:
    return refuse(error.fault)


def on_missing(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(410, "It was withdrawn.") if error.gone else answer(404, "There is no such record.")


def on_invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """What ninja itself finds: an id in the address that is none, or parameters outside of what is described."""
    if any(found["loc"][0] == "path" for found in error.errors):
        return answer(404, "There is no such record.")
    return refuse(*(Fault(parameter=str(found["loc"][-1]), detail=found["msg"]) for found in error.errors))
