"""Rating, gates, decision and posture to a verdict with its reasons. Pure: `rules.decide(case)`."""
