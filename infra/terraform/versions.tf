terraform {
  required_version = ">= 1.9"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.55"
    }
    azapi = {
      source  = "azure/azapi"
      version = "~> 2.4"
    }
  }

  # Where the state is kept is given to terraform init: -backend-config="resource_group_name=…" and so on.
  backend "azurerm" {
    use_azuread_auth = true
  }
}

# Which subscription: ARM_SUBSCRIPTION_ID.
provider "azurerm" {
  storage_use_azuread = true

  features {
    storage {
      # Accounts may be out of reach from here, and nothing here needs what is in them.
      data_plane_available = false
    }
  }
}

provider "azapi" {}
