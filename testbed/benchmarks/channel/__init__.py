"""Sets of described films that the interchangeability meter must tell apart."""
