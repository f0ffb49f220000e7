"""Every address of the desk."""

from django.urls import include, path

from stet.newsroom import wire
from stet.newsroom.sign_in.urls import addresses as sign_in
from stet.newsroom.static_files import static_file

desk = [
    path("static/<path:name>", static_file, name="static"),
    path("", wire.wire, name="wire"),
    *sign_in,
]
urlpatterns = [path("desk/", include(desk))]
