global using Confluent.Kafka;
global using KafkaStore.Broker;
global using KafkaStore.Kafka.Clients;
global using Microsoft.Extensions.Logging;
