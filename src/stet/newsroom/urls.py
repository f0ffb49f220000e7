"""Every address of the desk."""

from django.urls import URLPattern, URLResolver, include, path

from stet.newsroom import queues, wire
from stet.newsroom.sign_in.urls import addresses as sign_in
from stet.newsroom.static_files import static_file

desk: list[URLPattern | URLResolver] = [
    path("static/<path:name>", static_file, name="static"),
    path("", wire.wire, name="wire"),
    path("rows/", wire.rows, name="rows"),
    path("changes/", wire.changes, name="changes"),
    path("views/", wire.keep_view, name="views"),
    path("story/", include("stet.newsroom.story_urls")),
    path("queues/", queues.overview, name="queues"),
    path("queues/<slug:name>/", queues.queue, name="queue"),
    *sign_in,
]
urlpatterns = [path("desk/", include(desk))]
