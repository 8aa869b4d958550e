"""A web worker of its own, as it takes files: started by a test, so that its memory can be measured.

Files of a folder in; what became of them in JSON, their previews beside them.

python worker.py <folder> <threads>
"""

import json
import os
import resource
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "anniversary.settings"
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from anniversary.competition.entries import files, uploading  # noqa: E402
from anniversary.competition.models import Rules  # noqa: E402


@uploading.limited_upload
def take(request):
    try:
        checked = files.check(request.FILES["file"], Rules())
    except ValidationError as error:
        return JsonResponse({"code": error.code, "words": error.messages[0]})
    (Path(sys.argv[1]) / f"{request.POST['name']}.preview").write_bytes(checked.preview)
    return JsonResponse({"code": "", "kind": checked.kind, "sides": [checked.width, checked.height], "pages": checked.pages, "phash": checked.phash})


def post(path: Path) -> tuple[str, object]:
    request = RequestFactory().post("/", {"name": path.name, "file": SimpleUploadedFile("logo.png", path.read_bytes())})
    request._dont_enforce_csrf_checks = True
    return path.name, json.loads(take(request).content)


def high_water() -> int:
    """Of this process in KB; ru_maxrss would begin with that of the process which started this one."""
    for line in Path("/proc/self/status").read_text().splitlines() if Path("/proc/self/status").exists() else ():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    with ThreadPoolExecutor(int(sys.argv[2])) as threads:
        fates = dict(threads.map(post, sorted(Path(sys.argv[1]).iterdir())))
    print(json.dumps({"fates": fates, "worker": high_water(), "child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}))


main()
