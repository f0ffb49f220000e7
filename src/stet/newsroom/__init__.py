"""The web desk: what a person sees of the wire, and the acts that desk/edit.py allows. No other door leads in here."""
