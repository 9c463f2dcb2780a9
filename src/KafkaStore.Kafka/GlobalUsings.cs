global using Confluent.Kafka;
global using KafkaStore.Broker;
global using KafkaStore.Kafka.Clients;
global using KafkaStore.Kafka.Errors;
global using KafkaStore.Kafka.Targets;
global using Microsoft.Extensions.Logging;
