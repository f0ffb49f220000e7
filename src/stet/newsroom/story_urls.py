"""Addresses of a story at the desk, and of what may be done about it."""

from django.urls import URLPattern, URLResolver, path

from stet.newsroom import acts, picture, preview, story

urlpatterns: list[URLPattern | URLResolver] = [
    path("picture/<path:path>", preview.picture_file, name="picture-file"),
    path("<slug:sid>/", story.story, name="story"),
    path("<slug:sid>/preview/", preview.preview, name="story-preview"),
    path("<slug:sid>/version/<slug:digest>/", story.version, name="story-version"),
    path("<slug:sid>/receipt/", story.receipt, name="story-receipt"),
    path("<slug:sid>/headline/", acts.headline, name="story-headline"),
    path("<slug:sid>/headline/check/", story.check, name="story-check"),
    path("<slug:sid>/picture/", picture.picture, name="story-picture"),
    path("<slug:sid>/picture/shelf/", picture.shelf, name="story-shelf"),
    path("<slug:sid>/picture/kill/", acts.kill_picture, name="story-kill-picture"),
    path("<slug:sid>/hold/", acts.hold, name="story-hold"),
    path("<slug:sid>/release/", acts.release, name="story-release"),
    path("<slug:sid>/kill/", acts.kill, name="story-kill"),
    path("<slug:sid>/unseal/", acts.unseal, name="story-unseal"),
]
