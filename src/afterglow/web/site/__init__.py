"""What all faces share: settings, root urls, middleware, static files, the permission table."""
