"""The drill of a cluster: members are killed, stopped and cut off while posts are made and published."""
