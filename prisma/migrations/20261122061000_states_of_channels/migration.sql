-- Lists of one state, the newest first, and what is gone through next: without these a state that is rare is looked for among
-- all that a channel ever did.
-- DropIndex
DROP INDEX "channel_messages_waiting";

-- DropIndex
DROP INDEX "channel_messages_ended_at_idx";

-- DropIndex
DROP INDEX "channel_deliveries_ended_at_idx";

-- CreateIndex
CREATE INDEX "channel_messages_channel_id_state_seq_idx" ON "channel_messages"("channel_id", "state", "seq");

-- By hand, as they leave out what is most and seldom asked for alone, and what has not ended and is not to be deleted.
create index channel_deliveries_undelivered on channel_deliveries (channel_id, state, seq) where state <> 'DELIVERED';
create index channel_messages_ended on channel_messages (ended_at) where ended_at is not null;
create index channel_deliveries_ended on channel_deliveries (ended_at) where ended_at is not null;
