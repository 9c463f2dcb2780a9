global using System.Text.Json;
global using KafkaStore.Storage;
