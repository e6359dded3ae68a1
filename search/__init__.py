"""What finds a paper. For now Wagtail's database search over what ``papers`` declares as searchable."""
