"""Readers of files, one module for each family of formats. They run in ``extraction_process`` and import no Django;
each imports its parser when it is called, after the limits are set."""
