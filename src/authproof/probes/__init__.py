"""What several checks share: how a thing is tried, and how what came of it is read. It knows of no check."""
