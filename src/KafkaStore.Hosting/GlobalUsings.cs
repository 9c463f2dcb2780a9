global using KafkaStore.Storage;
