"""The pages of the vote: what can be chosen, what is chosen by a letter's link, and how it is all counted."""

from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from anniversary.languages import text

from . import asking, casting, networks, ordering, pages, polls, renditions
from .forms import AskForm


def _kept_by_nobody(view: Any) -> Any:
    """Nobody keeps the answer, and no search engine names it."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(*args, **kwargs)
        add_never_cache_headers(answer)
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return answered


@sensitive_post_parameters("address")
@csrf_exempt  # it acts for nobody who is signed in, and sets no cookie: what another site could send, anybody can
@require_http_methods(["GET", "HEAD", "POST"])
@_kept_by_nobody
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """The works, in an order of the visitor's own, and the form that asks for a ballot."""
    visit = pages.find(slug)
    seed = pages.seed_of(request, visit)
    if seed is None and request.method != "POST":
        return redirect(f"{request.path}?o={ordering.draw(visit.competition)}")
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask(visit.competition, **form.cleaned_data, network=networks.of(request), language=text.current())
            return redirect(reverse("vote:asked", args=[slug]) + (f"?o={request.GET['o']}" if seed else ""))
        except ValidationError as refused:
            form.add_error("work" if refused.code == "work" else None, refused)
    return pages.show(request, visit, form, seed or "")


@require_safe
@_kept_by_nobody
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    """Look into your mailbox: said to whoever has asked, whatever became of it."""
    visit = pages.find(slug)
    told = {"an_address": asking.AN_ADDRESS, "seed": request.GET.get("o", "") if pages.seed_of(request, visit) else ""}
    return render(request, "competition/vote/asked.html", visit.context() | told)


@csrf_exempt  # who has the link may cast, and nobody else; there is no cookie
@require_http_methods(["GET", "HEAD", "POST"])
@_kept_by_nobody
def ballot(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What a letter's link leads to. Looking shows the choice and a button; only the button casts: mail scanners look at every link."""
    visit = pages.find(slug)
    try:
        if request.method == "POST":
            casting.cast(visit.competition, token, network=networks.of(request))
            answer: HttpResponse = HttpResponseRedirect(request.path)
        else:
            answer = pages.choice(request, visit, casting.look(visit.competition, token))
    except asking.Closed:
        answer = pages.notice(request, visit, "closed", status=410)
    except LookupError:
        answer = pages.notice(request, visit, "no_link", status=404)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@require_safe
def method(request: HttpRequest, slug: str) -> HttpResponse:
    """How the vote is held, marked and counted."""
    competition = pages.with_vote(slug)
    steps = [*pages.steps(competition), (str(pages.METHOD), reverse("vote:method", args=[slug]))]
    return render(request, "competition/vote/method.html", pages.method_context(competition) | {"steps": steps})


@require_safe
def work(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The picture of a work: our own, under its code, from the day on which the vote is open until the result is announced."""
    visit = pages.find(slug)
    if not polls.shows_works(visit.competition, visit.phase):
        raise Http404
    try:
        picture = renditions.png(visit.poll, code)
    except LookupError as error:
        raise Http404 from error
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "public, max-age=3600", "X-Robots-Tag": "noindex"})
