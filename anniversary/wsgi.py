"""WSGI entry point: gunicorn anniversary.wsgi."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anniversary.settings")
application = get_wsgi_application()
