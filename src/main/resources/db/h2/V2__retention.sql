-- Retention asks for all deliveries of a notification. The values nearly rise, so that this index is nearly appended to.
create index if not exists delivery_notification on delivery (notification);
