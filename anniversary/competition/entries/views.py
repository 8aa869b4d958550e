from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from anniversary.competition import acts, stages

from .models import Work


@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it was sent, to be saved: browsers must not open what strangers made. Each look is logged."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not (request.user.is_staff and stages.may_conduct(request.user)):
        raise PermissionDenied
    work = get_object_or_404(Work.objects.select_related("entry__competition"), pk=pk)
    try:
        file = work.original.open()
    except FileNotFoundError as error:  # replaced this very moment
        raise Http404 from error
    acts.write(work.entry.competition, "open_original", role="officer", by=request.user, subject=work.entry.code, file=work.role)
    name = f"{work.entry.code}-{work.role}.{work.kind}"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
