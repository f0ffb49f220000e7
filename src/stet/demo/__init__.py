"""A made-up wire, for a first look and for tests.

copy/       what the invented agencies say, as data        items.py     that data, and an item ready to be written
write_*.py  an item as NewsML-G2, NITF or ninjs            pictures.py  illustrations, drawn (canvas.py, scenes_*.py)
script.py   what arrives when, and what the desk does      running.py   stories that go on for ever (running_*.py)
wire.py     plays the script into folders, and the settings for it
"""
