"""The restore drill: the newest backup restored on trial, what is compared, and what the last drills said."""
