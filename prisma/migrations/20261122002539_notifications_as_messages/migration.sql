-- Notifications are messages from here on. Those before were kept to be looked at for a month, and nothing leads to them.
DROP TABLE "inbound_notifications";
