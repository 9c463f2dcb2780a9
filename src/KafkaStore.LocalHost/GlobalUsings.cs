global using KafkaStore.Broker;
global using KafkaStore.Functions;
global using KafkaStore.Records;
global using KafkaStore.Storage;
global using Microsoft.Extensions.DependencyInjection;
global using Microsoft.Extensions.Logging;
