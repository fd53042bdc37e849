"""The WSGI application that the server runs."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "afterglow.web.site.settings")
application = get_wsgi_application()

from afterglow.web.patient.answers import warm_up  # noqa: E402  once the settings stand

# nobody waits for the first answer: the words are read while the first page is on its way
Thread(target=warm_up, daemon=True).start()
