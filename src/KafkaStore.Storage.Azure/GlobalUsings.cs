global using Azure;
global using Azure.Storage.Blobs.Models;
