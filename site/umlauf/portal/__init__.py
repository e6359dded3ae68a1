"""The public face: what citizens, members and partner cities read. Server-rendered; nothing here changes the record."""
