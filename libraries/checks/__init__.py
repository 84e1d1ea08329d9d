"""Checks of a machine and of servers, each with a finding and what helps; they know no station."""
