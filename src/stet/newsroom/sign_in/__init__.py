"""How people come in to the desk, and how they look after what they come in with. The work is allauth's."""
