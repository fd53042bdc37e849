"""The faces, by who looks: the only storey with urls, views and templates."""
