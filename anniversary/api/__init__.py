"""The JSON API below /api/: read-only, of what is public.

This door is all of it that is loaded before somebody asks: django-ninja and pydantic would cost every web worker their megabytes.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt  # nothing can be written here; what is no GET is answered with 405, in JSON
def door(request: HttpRequest) -> HttpResponse:
    from . import answers

    return answers.of(request)
