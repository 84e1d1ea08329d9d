"""Bodies: skeletons of poses, torso, arms, hands and legs. In units, the soles at 0, up is negative."""
