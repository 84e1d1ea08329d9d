"""Objects under names, in a folder or in a bucket of S3, encrypted where that is wanted."""
