global using System.Net;
global using Google;
global using Google.Cloud.Storage.V1;
