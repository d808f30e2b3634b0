"""The budget of a round as one person sees it: its plan, proposals, reserves and assumptions, read and computed."""
