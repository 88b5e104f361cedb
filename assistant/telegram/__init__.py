"""The Telegram bot: handlers, access, inbox, rendering."""
