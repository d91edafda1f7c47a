-- A new id that begins with the time (RFC 9562, version 7), for rows that a statement makes: a delivery's message bears the
-- delivery's id, and the partition of a message is told by its id.
create function new_id() returns uuid language sql volatile parallel safe as $$
  select (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
          || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid
$$;
