"""The journal's tables. Packets, dispatches, changes, switches, assets and receipts are the record; stories, their
topics and lists are derived from it and may be thrown away and made again (`stet replay`)."""

from django.db import models

from stet.journal.appended import Appended, Record


class Packet(models.Model):
    """Bytes as they arrived, compressed."""

    feed = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    source = models.TextField()
    arrived = models.DateTimeField()
    facts = models.JSONField(default=dict)
    size = models.BigIntegerField()
    data = models.BinaryField()
    stop = models.BooleanField(default=False)
    seen = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, default="new")  # new, read, refused
    format = models.CharField(max_length=32, default="")
    names = models.JSONField(default=dict)
    """Of a picture: when it last came under each file name, once it came again. A name is how stories call for it."""
    counted = models.BooleanField(default=False)
    """What it brought is counted among what its feed brings (`Minute`)."""
    picture = models.BooleanField(default=False)
    """It is a picture file, which is made ready beside the road."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["feed", "digest"], name="packet_once_per_feed"),)
        indexes = (
            models.Index(fields=["id"], condition=models.Q(state="new", picture=True), name="packet_undeveloped"),
            models.Index(fields=["stop", "id"], condition=models.Q(state="new"), name="packet_waiting"),
            models.Index(fields=["state", "id"], name="packet_by_state"),
            models.Index(fields=["digest"], condition=models.Q(picture=True), name="packet_file"),
            models.Index(fields=["feed", "source"], condition=models.Q(picture=True), name="packet_file_name"),
        )


class Refusal(models.Model):
    """A packet, or an item of one, that could not be read, and why."""

    packet = models.ForeignKey(Packet, on_delete=models.CASCADE, related_name="refusals")
    index = models.IntegerField(null=True)
    reason = models.TextField()


class Dispatch(models.Model):
    """One version of one item, as read. `value` holds the whole noun."""

    packet = models.ForeignKey(Packet, on_delete=models.CASCADE, related_name="dispatches")
    feed = models.CharField(max_length=200)
    story_key = models.TextField()
    guid = models.TextField(db_index=True)
    version = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=16)
    arrived = models.DateTimeField()
    words = models.TextField(default="")
    """What all items of one agency with the same words have in common; empty: too few to tell."""
    value = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["story_key", "digest", "feed"], name="dispatch_once"),)
        indexes = (
            models.Index(fields=["words"], condition=~models.Q(words=""), name="dispatch_words"),
            models.Index(fields=["feed", "arrived"], name="dispatch_by_feed"),
        )


class Tie(models.Model):
    """Derived: what ties the item of a key to others, by their keys (model/thread.py)."""

    mark = models.CharField(max_length=64, primary_key=True)
    """Digest of the three below: keys may be longer than an index takes of two."""
    key = models.TextField()
    kind = models.CharField(max_length=9)  # continues, names, stops, shows, tongues, bars
    other = models.TextField()
    sure = models.BooleanField(default=True)

    class Meta:
        indexes = (
            models.Index(fields=["key", "kind"], name="tie_of"),
            models.Index(fields=["other", "kind"], name="tie_to"),
        )


class Change(Record):
    """What a person did to a story. Appended, never altered."""

    story_key = models.TextField(db_index=True)
    kind = models.CharField(max_length=16)
    who = models.TextField()
    at = models.DateTimeField()
    value = models.BinaryField()

    objects = Appended["Change"].as_manager()

    class Meta:
        indexes = (models.Index(fields=["-at", "-id"], name="change_latest"),)


class Switch(Record):
    """What a person switched a feed to. Appended, never altered."""

    feed = models.CharField(max_length=200)
    mode = models.CharField(max_length=8)
    reason = models.TextField()
    who = models.TextField()
    at = models.DateTimeField()
    place = models.TextField(default="")

    objects = Appended["Switch"].as_manager()

    class Meta:
        indexes = (models.Index(fields=["-at", "-id"], name="switch_latest"),)


class Asset(models.Model):
    """A picture file."""

    digest = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()
    cuts = models.BinaryField()
    recipe = models.PositiveSmallIntegerField(default=0)
    """How it was cut; by 0 are those whose cuts were not kept."""

    class Meta:
        indexes = (models.Index(fields=["recipe"], name="asset_recipe"),)


class AssetFile(models.Model):
    """A cut of a picture, as it is put into the edition."""

    path = models.CharField(max_length=255, primary_key=True)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="files")
    data = models.BinaryField()


class AssetName(models.Model):
    """The file name a feed gave a picture. The latest arrival under a name is the one meant."""

    feed = models.CharField(max_length=200)
    name = models.TextField()
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE)
    arrived = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["feed", "name"], name="asset_name_once"),)


class PictureWanted(models.Model):
    """A story that calls for a picture file by name: it is settled again when the file comes."""

    feed = models.CharField(max_length=200)
    name = models.TextField()
    story_key = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["feed", "name", "story_key"], name="picture_wanted_once"),)


class RemotePicture(models.Model):
    """A picture at an address that a story calls for, and how far the fetching of it has come."""

    feed = models.CharField(max_length=200)
    url = models.TextField()
    host = models.CharField(max_length=300)
    """With the port, where the address names one."""
    state = models.CharField(max_length=8, default="wanted")  # wanted, unwanted, got, given_up
    tries = models.PositiveIntegerField(default=0)
    due = models.DateTimeField()
    """Not to be asked for before that."""
    trouble = models.TextField(default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["feed", "url"], name="remote_picture_once"),)
        indexes = (models.Index(fields=["feed", "state", "host", "due"], name="remote_picture_waiting"),)


class Story(models.Model):
    """Derived: where a story stands and what readers see of it."""

    key = models.TextField(primary_key=True)
    sid = models.CharField(max_length=16, unique=True)
    guid = models.TextField(default="", db_index=True)
    touched = models.PositiveIntegerField(default=1)
    """How often something happened to it since it was last settled."""
    haste = models.PositiveSmallIntegerField(default=9)
    """The greatest haste of those, 0 being a stop: what has more is settled first."""
    whole = models.TextField(default="")
    """The key of the story that this is only an item of; empty for a story of its own."""
    place = models.BigIntegerField(default=0)
    """Where it waits: the packet that touched it first. 0 for what a person did, who looks on."""
    state = models.CharField(max_length=12, default="")
    reason = models.TextField(default="")
    until = models.DateTimeField(null=True)
    section = models.CharField(max_length=200, default="")
    agency = models.CharField(max_length=200, default="")
    """Where the agency's page stands."""
    updated = models.DateTimeField(null=True)
    published = models.DateTimeField(null=True)
    hour = models.CharField(max_length=13, null=True)
    """The hour of its first publication, in the site's zone: `2026-11-27T14`. None: it has no page."""
    weight = models.BigIntegerField(default=0)
    """Its news value."""
    sitemaps = models.PositiveSmallIntegerField(default=0)
    """0: in none; 1: in the general one; 2: in that for news too."""
    path = models.TextField(null=True)  # none: no page
    asset = models.CharField(max_length=64, null=True, db_index=True)  # none: no picture
    stirred = models.BooleanField(default=False)
    """What stands beside it, and beside which others it stands, is to be found again."""
    unsure = models.BooleanField(default=False)
    """Its picture's files may not have reached the disk: the road ended without a word after they were put."""
    gone = models.BooleanField(default=False)
    card = models.BinaryField(null=True)
    undrawn = models.BooleanField(default=False)
    """Its page names a share card that is not drawn yet."""

    class Meta:
        indexes = (
            models.Index(fields=["-updated", "key"], condition=models.Q(undrawn=True), name="story_undrawn"),
            models.Index(fields=["haste", "place", "key"], condition=models.Q(touched__gt=0), name="story_touched"),
            models.Index(fields=["until"], condition=models.Q(until__isnull=False), name="story_until"),
            models.Index(fields=["updated", "sid"], condition=models.Q(stirred=True), name="story_stirred"),
            models.Index(fields=["-updated", "sid"], condition=models.Q(state="live"), name="story_live"),
            models.Index(fields=["section", "-updated", "sid"], condition=models.Q(state="live"), name="story_section"),
            models.Index(fields=["agency", "-updated", "sid"], condition=models.Q(state="live"), name="story_agency"),
            models.Index(fields=["-weight", "sid"], condition=models.Q(state="live"), name="story_weight"),
            models.Index(fields=["hour", "published", "sid"], condition=models.Q(state="live"), name="story_new"),
            models.Index(
                fields=["section", "hour", "published", "sid"],
                condition=models.Q(state="live"),
                name="story_section_hour",
            ),
            models.Index(
                fields=["agency", "hour", "published", "sid"],
                condition=models.Q(state="live"),
                name="story_agency_hour",
            ),
            models.Index(
                fields=["hour", "published", "sid"], condition=models.Q(hour__isnull=False), name="story_hour"
            ),
        )


class Line(models.Model):
    """Derived: a story as the desk's list shows it (model/brief.py)."""

    key = models.TextField(primary_key=True)
    sid = models.CharField(max_length=16, unique=True)
    turn = models.BigIntegerField(default=0, db_index=True)
    """The higher, the later it changed: whoever has seen all up to a number asks for what is above it."""
    came = models.DateTimeField()
    state = models.CharField(max_length=12)
    agency = models.CharField(max_length=200)
    section = models.CharField(max_length=200)
    flags = models.IntegerField(default=0)
    causes = models.CharField(max_length=200, blank=True)
    """Words of what holds it, each between blanks."""
    words = models.TextField(blank=True)
    """What it is found by, in small letters."""
    value = models.BinaryField()

    class Meta:
        indexes = (
            models.Index(fields=["-came", "sid"], name="line_latest"),
            models.Index(fields=["state", "-came", "sid"], name="line_state"),
            models.Index(fields=["agency", "-came", "sid"], name="line_agency"),
            models.Index(fields=["section", "-came", "sid"], name="line_section"),
        )


class StoryTopic(models.Model):
    """Derived: what a live story is about."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="topics")
    sid = models.CharField(max_length=16, default="")
    slug = models.CharField(max_length=120)
    name = models.TextField()
    language = models.CharField(max_length=100, default="")
    """Of the story, without country or script."""
    updated = models.DateTimeField()
    published = models.DateTimeField(null=True)
    hour = models.CharField(max_length=13, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["story", "slug"], name="story_topic_once"),)
        indexes = (
            models.Index(fields=["slug", "-updated", "sid"], name="topic_latest"),
            models.Index(fields=["slug", "hour", "published", "sid"], name="topic_hour"),
            models.Index(fields=["slug", "language", "hour", "published", "sid"], name="topic_told"),
        )


class Topic(models.Model):
    """Derived: how many live stories are about a topic, and what its page calls it."""

    slug = models.CharField(max_length=120, primary_key=True)
    name = models.TextField(default="")
    stories = models.IntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["-stories", "slug"], name="topic_most"),)


class ListPeriod(models.Model):
    """Derived: how many stories of a list were first published in a period (model/listing.py)."""

    listing = models.CharField(max_length=230)
    level = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=24)
    stories = models.PositiveIntegerField()
    newest = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["listing", "level", "period"], name="list_period_once"),)


class SearchEntry(models.Model):
    """Derived: a story that readers can see, as search finds it. Its words lie in `journal_searchwords`, by this id."""

    id = models.BigIntegerField(primary_key=True)
    """The later its agency's time the higher (search.py): what is newest is found without a look at the rest."""
    story = models.OneToOneField(Story, on_delete=models.CASCADE)
    mark = models.CharField(max_length=32)
    """Digest of what was indexed: the same is not indexed again."""
    text = models.BinaryField()
    """The body as readers see it, compressed."""


class Shelf(models.Model):
    """Derived: where a live story stands among those about the same topic in the same language, by time."""

    sid = models.CharField(max_length=16, db_index=True)
    shelf = models.CharField(max_length=160)
    """Language and topic: `en:india`."""
    place = models.CharField(max_length=40)
    """Its time, then its id, so that places of one shelf sort by time and no two are the same."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shelf", "place"], name="shelf_place_once"),)


class Naming(models.Model):
    """Derived: a page names another story. There is a row for every name that may be on a page, before it is put there
    and until it is surely gone, so that a stop finds them all."""

    page = models.CharField(max_length=16)
    kind = models.CharField(max_length=12)  # related, translation
    other = models.CharField(max_length=16, db_index=True)
    place = models.PositiveSmallIntegerField(default=0)
    wanted = models.BooleanField(default=True)
    """It is to be there the next time the page is put; else the row goes then."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["page", "kind", "other"], name="naming_once"),)


class DirtyList(models.Model):
    """Derived: a list that must be rendered again, or was since the last checkpoint."""

    name = models.CharField(max_length=255, primary_key=True)
    receipt = models.BigIntegerField(null=True)
    """The newest receipt when it was rendered. None: it must be."""


class Receipt(models.Model):
    """What was put or removed where, when, with which digest."""

    path = models.TextField()
    act = models.CharField(max_length=8)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64, default="")
    story_key = models.TextField(default="", db_index=True)


class Feed(models.Model):
    """Where a feed's transport stopped, and what troubles it."""

    name = models.CharField(max_length=200, primary_key=True)
    cursor = models.JSONField(default=dict)
    trouble = models.TextField(default="")
    doubt = models.TextField(default="")
    """What is odd about what it brought last, though it could be read."""
    last_arrival = models.DateTimeField(null=True)
    subscription = models.JSONField(default=dict)
    """What is agreed with the hub that tells of its changes, the secret included."""


class Minute(models.Model):
    """How many stories came by a feed for the first time in one minute. Counted as they came, and never again."""

    feed = models.CharField(max_length=200)
    minute = models.BigIntegerField()
    """Minutes since 1970, UTC."""
    stories = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    stale = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["feed", "minute"], name="minute_once"),)


class Burst(models.Model):
    """A story that came while too much came by its feed, and how much that was. A record: what made it too much is
    not counted a second time."""

    story_key = models.TextField(primary_key=True)
    reason = models.TextField()


class Fact(models.Model):
    """A few facts about the journal itself, such as the last checkpoint."""

    name = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
