"""Every address of the desk."""

from django.urls import URLPattern, URLResolver, include, path

from stet.newsroom import audit, feeds, queues, settings_page, wire
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
    path("queues/<slug:name>/rows/", queues.queue_rows, name="queue_rows"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/<slug:name>/switch/", feeds.switch, name="feed_switch"),
    path("feeds/<slug:name>/refused/<int:packet>/", feeds.refused, name="refused"),
    path("feeds/<slug:name>/refused/<int:packet>/bytes/", feeds.data, name="refused_bytes"),
    path("feeds/<slug:name>/refused/<int:packet>/again/", feeds.read_again, name="read_again"),
    path("audit/", audit.page, name="audit"),
    path("audit/table/", audit.table, name="audit_table"),
    path("settings/", settings_page.settings, name="settings"),
    *sign_in,
]
urlpatterns = [path("desk/", include(desk))]

handler400 = "stet.newsroom.went_wrong.bad_request"
handler403 = "stet.newsroom.went_wrong.forbidden"
handler404 = "stet.newsroom.went_wrong.not_found"
handler500 = "stet.newsroom.went_wrong.failed"
