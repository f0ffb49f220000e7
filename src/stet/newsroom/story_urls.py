"""Addresses of a story at the desk, and of what may be done about it."""

from django.urls import URLPattern, URLResolver, path

from stet.newsroom import acts, picture, preview, story

urlpatterns: list[URLPattern | URLResolver] = [
    path("picture/<path:path>", preview.picture_file, name="picture-file"),
    path("<slug:id>/", story.story, name="story"),
    path("<slug:id>/preview/", preview.preview, name="story-preview"),
    path("<slug:id>/version/<slug:digest>/", story.version, name="story-version"),
    path("<slug:id>/receipt/", story.receipt, name="story-receipt"),
    path("<slug:id>/headline/", acts.headline, name="story-headline"),
    path("<slug:id>/headline/check/", story.check, name="story-check"),
    path("<slug:id>/picture/", picture.picture, name="story-picture"),
    path("<slug:id>/picture/shelf/", picture.shelf, name="story-shelf"),
    path("<slug:id>/hold/", acts.hold, name="story-hold"),
    path("<slug:id>/release/", acts.release, name="story-release"),
    path("<slug:id>/kill/", acts.kill, name="story-kill"),
    path("<slug:id>/unseal/", acts.unseal, name="story-unseal"),
]
